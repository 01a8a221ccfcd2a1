"""What a valid requirements file leaves open or contradicts, one module for each part of the file."""
