-- title: Every partnership and local authority of the lake.
-- grain: one row per year, partnership and local authority
-- column year: year of the lookup
-- column partnership: code of the partnership
-- column partnership_name: its name
-- column authority: code of the local authority
-- column authority_name: its name
-- column force: code of the police force
-- column force_name: its name

SELECT
    year,
    csp_code AS partnership,
    csp_name AS partnership_name,
    lad_code AS authority,
    lad_name AS authority_name,
    force_code AS force,
    force_name
FROM partnership
ORDER BY year, partnership, authority, force
