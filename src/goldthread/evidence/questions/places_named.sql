-- title: Every area the lake can name.
-- grain: one row per area
-- column code: code of the area
-- column level: csp, local_authority, ward, small_area or force
-- column name: name of the area
-- column vintage: newest year in which the code was seen
-- column within: code of the area above

SELECT
    code,
    level,
    name,
    vintage,
    within
FROM area
ORDER BY level, code
