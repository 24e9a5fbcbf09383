"""PDF files: opening them within limits, and what their pages show: characters, ruling lines, fills and pictures."""
