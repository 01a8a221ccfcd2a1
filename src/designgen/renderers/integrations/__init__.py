"""What a package says of each peer: its design, its configuration, its adapter as code."""
