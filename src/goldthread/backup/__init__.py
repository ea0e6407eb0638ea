"""One file that holds an installation whole, and the way back from it.

    goldthread backup FILE          while everybody works
    goldthread backup-check FILE    is it whole, to the last byte?
    goldthread restore FILE         into an empty home and an empty database

A backup is a plain tar: every table as lines of JSON (`rows`), every file of the home
folder, and at the end the manifest with the number and SHA-256 of each (`archive`). It is
the same for both databases, so it also moves an installation from one to the other, and
it is the full dump that a partnership can leave with.

    making      one moment of the database, then the files it speaks of
    unpacking   check every byte, then the files, into an empty home folder
    restoring   build the tables as they were, load, compare row for row, upgrade
"""
