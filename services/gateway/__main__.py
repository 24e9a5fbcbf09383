"""The gateway as a process: `python -m services.gateway`."""

from services.gateway.app import build
from shared.telemetry.serve import serve

if __name__ == "__main__":
    serve(build, room="gateway")
