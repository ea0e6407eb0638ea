-- title: Every area of one level that the lake can name.
-- grain: one row per area
-- parameter level: csp, local_authority, ward, small_area or force
-- column code: code of the area
-- column name: name of the area, or its code where no name is held
-- column within: code of the area above, missing where there is none

SELECT
    code,
    name,
    within
FROM area
WHERE level = :level
ORDER BY code
