"""Validate as a process: `python -m services.validate`."""

from services.validate.app import build
from shared.telemetry.serve import serve

if __name__ == "__main__":
    serve(build, room="validate")
