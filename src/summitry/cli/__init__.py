"""The command line: arranges what the other rooms compute."""
