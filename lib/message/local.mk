# lib/message
