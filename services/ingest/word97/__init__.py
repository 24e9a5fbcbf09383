"""Word 97–2003 binary documents ([MS-DOC]), which Kingsoft WPS writes too: as much of the form as figures need."""
