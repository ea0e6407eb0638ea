"""Gets published files politely: one client, one pace, and checks of what came.

Nothing here runs by itself. `client` speaks to a server, `downloads` brings a whole
file and survives interruption, `archive` and `street_api` know data.police.uk,
`addresses` lists where the context is published, `command` is `goldthread lake fetch`.
"""
