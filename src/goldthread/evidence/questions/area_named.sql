-- title: What the lake knows an area code as.
-- grain: one row per level that has the code
-- parameter area: code of an area of any level
-- column code: code of the area
-- column level: csp, local_authority, ward, small_area or force
-- column name: name of the area, or its code where no name is held
-- column vintage: newest year in which the code was seen
-- column within: code of the area above, missing where there is none

SELECT
    code,
    level,
    name,
    vintage,
    within
FROM area
WHERE code = :area
ORDER BY level, code
