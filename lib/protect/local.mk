# lib/protect
