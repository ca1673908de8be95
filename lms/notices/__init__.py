"""What is sent to people, and the addresses they fetch from."""
