-- title: The wards of an area and the small areas they are made of.
-- grain: one row per ward year and small area
-- parameter area: code of a partnership, local authority, ward or small area
-- column ward_year: year of the ward boundaries
-- column vintage: census year of the small areas
-- column ward: code of the ward
-- column name: name of the ward, missing where the lookup gives codes only
-- column small_area: code of a small area best fitted to the ward

SELECT
    w.ward_year,
    w.lsoa_vintage AS vintage,
    w.ward_code AS ward,
    w.ward_name AS name,
    w.lsoa_code AS small_area
FROM ward_member AS w
INNER JOIN area_member AS m
    ON m.lsoa_code = w.lsoa_code
    AND m.vintage = w.lsoa_vintage
WHERE m.area_code = :area
ORDER BY w.ward_year, w.lsoa_vintage, w.ward_code, w.lsoa_code
