"""How each noun of the thread is told, one cluster a file."""
