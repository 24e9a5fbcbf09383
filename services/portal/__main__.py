"""Runs the portal as a process: `python -m services.portal`."""

from services.portal.app import build
from shared.telemetry.serve import serve

serve(build, room="portal")
