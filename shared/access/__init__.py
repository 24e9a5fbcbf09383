"""Who somebody is and what that lets them see and do: accounts, sessions, tokens and the door of the two HTTP rooms."""
