//! Places by the two and four digits of the national code, and distance on the globe.
//!
//! The table holds facts: provinces with their two-digit codes, and the larger cities with theirs and a rough
//! centre. A position is turned into the nearest city within 120 km and then forgotten.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Outcome, Text};

const NEAREST_METRES: i64 = 120_000;
const EARTH_METRES: f64 = 6_371_000.0;

struct Province(&'static str, &'static str, &'static str);
/// Code, Chinese, English, latitude and longitude in hundredths of a degree.
struct City(&'static str, &'static str, &'static str, i64, i64);

const PROVINCES: &[Province] = &[
    Province("11", "北京", "Beijing"),
    Province("12", "天津", "Tianjin"),
    Province("13", "河北", "Hebei"),
    Province("14", "山西", "Shanxi"),
    Province("15", "内蒙古", "Inner Mongolia"),
    Province("21", "辽宁", "Liaoning"),
    Province("22", "吉林", "Jilin"),
    Province("23", "黑龙江", "Heilongjiang"),
    Province("31", "上海", "Shanghai"),
    Province("32", "江苏", "Jiangsu"),
    Province("33", "浙江", "Zhejiang"),
    Province("34", "安徽", "Anhui"),
    Province("35", "福建", "Fujian"),
    Province("36", "江西", "Jiangxi"),
    Province("37", "山东", "Shandong"),
    Province("41", "河南", "Henan"),
    Province("42", "湖北", "Hubei"),
    Province("43", "湖南", "Hunan"),
    Province("44", "广东", "Guangdong"),
    Province("45", "广西", "Guangxi"),
    Province("46", "海南", "Hainan"),
    Province("50", "重庆", "Chongqing"),
    Province("51", "四川", "Sichuan"),
    Province("52", "贵州", "Guizhou"),
    Province("53", "云南", "Yunnan"),
    Province("54", "西藏", "Tibet"),
    Province("61", "陕西", "Shaanxi"),
    Province("62", "甘肃", "Gansu"),
    Province("63", "青海", "Qinghai"),
    Province("64", "宁夏", "Ningxia"),
    Province("65", "新疆", "Xinjiang"),
    Province("71", "台湾", "Taiwan"),
    Province("81", "香港", "Hong Kong"),
    Province("82", "澳门", "Macao"),
];

const CITIES: &[City] = &[
    City("1101", "北京", "Beijing", 3990, 11641),
    City("1201", "天津", "Tianjin", 3908, 11720),
    City("1301", "石家庄", "Shijiazhuang", 3804, 11451),
    City("1302", "唐山", "Tangshan", 3963, 11818),
    City("1303", "秦皇岛", "Qinhuangdao", 3994, 11960),
    City("1306", "保定", "Baoding", 3887, 11547),
    City("1401", "太原", "Taiyuan", 3787, 11255),
    City("1402", "大同", "Datong", 4008, 11330),
    City("1501", "呼和浩特", "Hohhot", 4084, 11175),
    City("1502", "包头", "Baotou", 4066, 10984),
    City("2101", "沈阳", "Shenyang", 4181, 12343),
    City("2102", "大连", "Dalian", 3891, 12161),
    City("2201", "长春", "Changchun", 4382, 12532),
    City("2202", "吉林市", "Jilin City", 4384, 12655),
    City("2301", "哈尔滨", "Harbin", 4580, 12653),
    City("2306", "大庆", "Daqing", 4659, 12510),
    City("3101", "上海", "Shanghai", 3123, 12147),
    City("3201", "南京", "Nanjing", 3206, 11880),
    City("3202", "无锡", "Wuxi", 3149, 12031),
    City("3203", "徐州", "Xuzhou", 3426, 11728),
    City("3204", "常州", "Changzhou", 3181, 11997),
    City("3205", "苏州", "Suzhou", 3130, 12059),
    City("3206", "南通", "Nantong", 3198, 12089),
    City("3210", "扬州", "Yangzhou", 3239, 11941),
    City("3301", "杭州", "Hangzhou", 3027, 12015),
    City("3302", "宁波", "Ningbo", 2987, 12155),
    City("3303", "温州", "Wenzhou", 2800, 12070),
    City("3304", "嘉兴", "Jiaxing", 3075, 12076),
    City("3305", "湖州", "Huzhou", 3089, 12009),
    City("3306", "绍兴", "Shaoxing", 3003, 12058),
    City("3307", "金华", "Jinhua", 2908, 11965),
    City("3310", "台州", "Taizhou", 2866, 12142),
    City("3401", "合肥", "Hefei", 3182, 11723),
    City("3402", "芜湖", "Wuhu", 3135, 11843),
    City("3410", "黄山", "Huangshan", 2972, 11834),
    City("3501", "福州", "Fuzhou", 2607, 11930),
    City("3502", "厦门", "Xiamen", 2448, 11809),
    City("3505", "泉州", "Quanzhou", 2487, 11868),
    City("3507", "南平", "Nanping", 2664, 11818),
    City("3601", "南昌", "Nanchang", 2868, 11586),
    City("3602", "景德镇", "Jingdezhen", 2927, 11718),
    City("3607", "赣州", "Ganzhou", 2583, 11493),
    City("3701", "济南", "Jinan", 3665, 11712),
    City("3702", "青岛", "Qingdao", 3607, 12038),
    City("3706", "烟台", "Yantai", 3746, 12145),
    City("3707", "潍坊", "Weifang", 3671, 11916),
    City("3713", "临沂", "Linyi", 3510, 11836),
    City("4101", "郑州", "Zhengzhou", 3475, 11363),
    City("4103", "洛阳", "Luoyang", 3462, 11245),
    City("4201", "武汉", "Wuhan", 3059, 11431),
    City("4205", "宜昌", "Yichang", 3069, 11129),
    City("4206", "襄阳", "Xiangyang", 3201, 11212),
    City("4301", "长沙", "Changsha", 2823, 11294),
    City("4302", "株洲", "Zhuzhou", 2783, 11313),
    City("4401", "广州", "Guangzhou", 2313, 11326),
    City("4403", "深圳", "Shenzhen", 2254, 11406),
    City("4404", "珠海", "Zhuhai", 2227, 11358),
    City("4405", "汕头", "Shantou", 2335, 11668),
    City("4406", "佛山", "Foshan", 2302, 11312),
    City("4413", "惠州", "Huizhou", 2311, 11442),
    City("4419", "东莞", "Dongguan", 2302, 11375),
    City("4420", "中山", "Zhongshan", 2252, 11339),
    City("4501", "南宁", "Nanning", 2282, 10837),
    City("4502", "柳州", "Liuzhou", 2433, 10943),
    City("4503", "桂林", "Guilin", 2527, 11029),
    City("4601", "海口", "Haikou", 2004, 11020),
    City("4602", "三亚", "Sanya", 1825, 10951),
    City("5001", "重庆", "Chongqing", 2956, 10655),
    City("5101", "成都", "Chengdu", 3057, 10407),
    City("5107", "绵阳", "Mianyang", 3147, 10468),
    City("5201", "贵阳", "Guiyang", 2665, 10663),
    City("5203", "遵义", "Zunyi", 2773, 10693),
    City("5301", "昆明", "Kunming", 2504, 10271),
    City("5329", "大理", "Dali", 2559, 10023),
    City("5401", "拉萨", "Lhasa", 2965, 9112),
    City("6101", "西安", "Xi'an", 3434, 10894),
    City("6103", "宝鸡", "Baoji", 3436, 10724),
    City("6201", "兰州", "Lanzhou", 3606, 10383),
    City("6301", "西宁", "Xining", 3662, 10178),
    City("6401", "银川", "Yinchuan", 3849, 10623),
    City("6501", "乌鲁木齐", "Urumqi", 4383, 8762),
    City("7101", "台北", "Taipei", 2503, 12157),
    City("8101", "香港", "Hong Kong", 2232, 11417),
    City("8201", "澳门", "Macao", 2220, 11354),
];

/// The name of a code, when it is one.
#[must_use]
pub fn name(code: &str) -> Option<Text> {
    let city = CITIES.iter().find(|c| c.0 == code).map(|c| Text::new(c.1, c.2));
    city.or_else(|| PROVINCES.iter().find(|p| p.0 == code).map(|p| Text::new(p.1, p.2)))
}

/// Whether somebody may name it as his home: a city, or a province where we know no better.
#[must_use]
pub fn is_place(code: &str) -> bool {
    name(code).is_some()
}

/// Metres between two points given in millionths of a degree.
#[must_use]
pub fn metres_between(a: (i64, i64), b: (i64, i64)) -> i64 {
    let rad = |micro: i64| micro as f64 / 1e6 * std::f64::consts::PI / 180.0;
    let (lat1, lat2) = (rad(a.0), rad(b.0));
    let (dlat, dlon) = (lat2 - lat1, rad(b.1) - rad(a.1));
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    (2.0 * EARTH_METRES * h.sqrt().min(1.0).asin()).round() as i64
}

/// The city a position lies in or near.
#[must_use]
pub fn city_at(position: (i64, i64)) -> Option<&'static str> {
    let far = |c: &City| metres_between(position, (c.3 * 10_000, c.4 * 10_000));
    let nearest = CITIES.iter().min_by_key(|c| far(c))?;
    (far(nearest) <= NEAREST_METRES).then_some(nearest.0)
}

/// Provinces and cities to choose from.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Regions {}

/// A place.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct RegionShown {
    /// Two digits for a province, four for a city.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Code of the province it lies in; none for a province.
    pub within: Option<String>,
}

/// Places.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct RegionsShown {
    /// Provinces, then cities.
    pub items: Vec<RegionShown>,
}

impl Query for Regions {
    const NAME: &'static str = "gate.regions";
    const SUMMARY: (&'static str, &'static str) = ("省市列表", "Provinces and cities");
    type Output = RegionsShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, _tx: &mut Tx, _act: &Act) -> Outcome<RegionsShown> {
        let provinces = PROVINCES.iter().map(|p| RegionShown {
            code: p.0.to_owned(),
            name: Text::new(p.1, p.2),
            within: None,
        });
        let cities = CITIES.iter().map(|c| RegionShown {
            code: c.0.to_owned(),
            name: Text::new(c.1, c.2),
            within: c.0.get(..2).map(ToOwned::to_owned),
        });
        Ok(RegionsShown { items: provinces.chain(cities).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_cities_lie_in_a_province() {
        for (at, city) in CITIES.iter().enumerate() {
            assert!(CITIES[at + 1..].iter().all(|c| c.0 != city.0), "{}", city.0);
            assert!(PROVINCES.iter().any(|p| city.0.starts_with(p.0)), "{}", city.0);
        }
    }

    #[test]
    fn a_position_becomes_the_nearest_city_or_none() {
        assert_eq!(city_at((30_250_000, 120_170_000)), Some("3301"));
        assert_eq!(city_at((35_000_000, 89_000_000)), None);
    }

    #[test]
    fn a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() {
        let metres = metres_between((30_000_000, 120_000_000), (31_000_000, 120_000_000));
        assert!((111_000..111_400).contains(&metres), "{metres}");
    }
}
