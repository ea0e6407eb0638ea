"""The forms of the board: the shape of what people send; nothing is saved here."""
