//! The fields of the one member page: who owns each, and which departments see it.
//!
//! Rules: a field belongs to the department whose work fills it, and the page says so; what somebody sees
//! follows from permissions, never from owning the source. Beyond the default a department asks, and the
//! owner grants or refuses. Headquarters see every field. It decides only who sees, not what is written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::Role;
use weilu_vocabulary::Text;

macro_rules! departments {
    ($($(#[$doc:meta])* $name:ident $word:literal $zh:literal $en:literal [$($role:ident),*];)*) => {
        /// A department that owns or reads fields.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Department { $($(#[$doc])* $name,)* }

        impl Department {
            /// Every department.
            pub const ALL: &'static [Department] = &[$(Department::$name,)*];
            /// As stored.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Department::$name => $word,)* } }
            /// From storage.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Department> { match word { $($word => Some(Department::$name),)* _ => None } }
            /// As read by people.
            #[must_use]
            pub const fn text(self) -> Text { match self { $(Department::$name => Text::new($zh, $en),)* } }
            /// Whoever holds one of these works there.
            #[must_use]
            pub const fn roles(self) -> &'static [Role] { match self { $(Department::$name => &[$(Role::$role),*],)* } }
        }
    };
}

departments! {
    /// Sells and plans campaigns.
    Sales "sales" "销售" "Sales" [Marketer, Product];
    /// Answers customers.
    Service "service" "客服" "Customer service" [Service];
    /// Sees customers in the shop.
    Shop "shop" "门店" "Shops" [BranchHead, SubBranchHead, Employee, Dealer];
    /// Runs the communities.
    Online "online" "线上运营" "Online community" [Operator];
    /// Watches over rules.
    Governance "governance" "治理" "Governance" [Reviewer, Auditor];
}

/// One field of the page.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// As stored.
    pub key: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Whose it is.
    pub owner: Department,
    /// Who sees it without asking, besides its owner and headquarters.
    pub also: &'static [Department],
}

const EVERYBODY: &[Department] = Department::ALL;
const CONTACT: &[Department] = &[Department::Shop];

/// Every field, in the order of the page.
pub const FIELDS: &[Field] = &[
    Field { key: "phone", zh: "手机号", en: "Phone", owner: Department::Service, also: CONTACT },
    Field { key: "mail", zh: "邮箱", en: "Mail", owner: Department::Service, also: CONTACT },
    Field {
        key: "real_name",
        zh: "登记姓名",
        en: "Recorded name",
        owner: Department::Shop,
        also: &[Department::Service],
    },
    Field { key: "birth_year", zh: "出生年份", en: "Year of birth", owner: Department::Shop, also: &[] },
    Field { key: "region", zh: "地域", en: "Region", owner: Department::Online, also: EVERYBODY },
    Field {
        key: "buying_habits",
        zh: "消费习惯",
        en: "Buying habits",
        owner: Department::Sales,
        also: &[Department::Shop],
    },
    Field {
        key: "work_income",
        zh: "职业与收入",
        en: "Work and income",
        owner: Department::Sales,
        also: &[],
    },
    Field { key: "age_range", zh: "年龄段", en: "Age range", owner: Department::Online, also: EVERYBODY },
    Field {
        key: "interests", zh: "兴趣爱好", en: "Interests", owner: Department::Online, also: EVERYBODY
    },
    Field {
        key: "life_scenes",
        zh: "生活场景",
        en: "Scenes of life",
        owner: Department::Online,
        also: EVERYBODY,
    },
    Field { key: "labels", zh: "标签", en: "Labels", owner: Department::Online, also: EVERYBODY },
    Field {
        key: "identities",
        zh: "来源与账号",
        en: "Sources and accounts",
        owner: Department::Online,
        also: &[Department::Service],
    },
    Field {
        key: "last_order",
        zh: "最近订单",
        en: "Last order",
        owner: Department::Sales,
        also: &[Department::Service, Department::Shop],
    },
    Field { key: "care", zh: "专属顾问", en: "Named advisers", owner: Department::Shop, also: EVERYBODY },
];

/// The field of a key.
#[must_use]
pub fn field(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.key == key)
}

/// The departments somebody works in by the roles he holds.
#[must_use]
pub fn departments_of(roles: &[Role]) -> Vec<Department> {
    Department::ALL.iter().copied().filter(|d| d.roles().iter().any(|r| roles.contains(r))).collect()
}

/// Whether somebody of these roles sees a field, given what owners granted (field key, department).
#[must_use]
pub fn sees(field: &Field, roles: &[Role], grants: &[(String, Department)]) -> bool {
    roles.contains(&Role::Headquarters)
        || departments_of(roles).iter().any(|d| {
            *d == field.owner
                || field.also.contains(d)
                || grants.iter().any(|(key, to)| key == field.key && to == d)
        })
}

/// Whether somebody of these roles decides about a field: its owner's department, or headquarters.
#[must_use]
pub fn decides(field: &Field, roles: &[Role]) -> bool {
    roles.contains(&Role::Headquarters) || departments_of(roles).contains(&field.owner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_follows_permission_and_grants_open_it() {
        let phone = field("phone").unwrap();
        assert!(sees(phone, &[Role::Service], &[]));
        assert!(sees(phone, &[Role::Headquarters], &[]));
        assert!(!sees(phone, &[Role::Marketer], &[]));
        assert!(sees(phone, &[Role::Marketer], &[("phone".into(), Department::Sales)]));
        assert!(!sees(phone, &[Role::Marketer], &[("mail".into(), Department::Sales)]));
        assert!(!sees(phone, &[Role::Member], &[("phone".into(), Department::Sales)]));
    }

    #[test]
    fn only_the_owner_or_headquarters_decide() {
        let phone = field("phone").unwrap();
        assert!(decides(phone, &[Role::Service]));
        assert!(decides(phone, &[Role::Headquarters]));
        assert!(!decides(phone, &[Role::Operator]));
    }
}
