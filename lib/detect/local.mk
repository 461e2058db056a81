# lib/detect
