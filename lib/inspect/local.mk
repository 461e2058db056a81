# lib/inspect
