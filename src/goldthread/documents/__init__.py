"""A document as data, and the writers that put it on a page.

Rooms above fill a `model.Document`; `charts` and `maps` turn data into drawing
specifications in one house style; `drawing` draws them outside the calling process;
`html` and `pdf` write. Nothing here knows Django or what a crime is.
"""
