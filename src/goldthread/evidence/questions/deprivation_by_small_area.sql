-- title: One measure of deprivation for every small area of an area.
-- grain: one row per small area
-- parameter area: code of a partnership, local authority, ward or small area
-- parameter edition: year of the edition
-- parameter measure: name of the measure, such as imd_decile
-- column small_area: code of the small area
-- column value: the measure; a decile or rank of 1 is the most deprived

SELECT
    d.code AS small_area,
    d.value
FROM deprivation AS d
INNER JOIN area_member AS m
    ON m.lsoa_code = d.code
    AND m.vintage = d.vintage
WHERE m.area_code = :area
    AND d.edition = :edition
    AND d.measure = :measure
ORDER BY small_area
