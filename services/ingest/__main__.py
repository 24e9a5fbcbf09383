"""The room as a process: `python -m services.ingest`."""

from services.ingest.app import build
from shared.telemetry.serve import serve

if __name__ == "__main__":
    serve(build, room="ingest")
