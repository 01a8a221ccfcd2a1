"""What a design says, one module per chapter; the item types that sections answer and link joins."""
