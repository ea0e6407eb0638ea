"""A document as data, and the writers that put it on a page.

Rooms above fill a `model.Document`; `charts`, `maps` and `diagrams` turn data into drawing
specifications in one house style; `drawing` draws them outside the calling process;
`html`, `pdf` and `word` write, `one_page` sets a strategy on a single sheet. `lint` reads
a document's form, `prose` a running text, `compare` two versions of one. Nothing here
knows Django or what a crime is.
"""
