"""The room as a process: `python -m services.score`."""

from services.score.app import build
from shared.telemetry.serve import serve

if __name__ == "__main__":
    serve(build, room="score")
