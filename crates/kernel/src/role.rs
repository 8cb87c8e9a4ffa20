//! The roles of the charter (section 1). A role is a bundle of permissions, given on the whole site, on a
//! branch with all below it, or in one space. It is permission, never honour: honours are titles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_vocabulary::Text;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident $word:literal $zh:literal $en:literal;)*) => {
        /// A role.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Role::$name,)*];
            /// As stored.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Role::$name => $word,)* } }
            /// From storage.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Role> { match word { $($word => Some(Role::$name),)* _ => None } }
            /// As read by people.
            #[must_use]
            pub const fn text(self) -> Text { match self { $(Role::$name => Text::new($zh, $en),)* } }
        }
    };
}

roles! {
    /// Anyone at all, signed in or not.
    Visitor "visitor" "访客" "Visitor";
    /// Known, no order yet.
    Prospect "prospect" "潜在顾客" "Prospect";
    /// Buys, gets service.
    Customer "customer" "顾客" "Customer";
    /// Signed in; inside a space: let in.
    Member "member" "成员" "Member";
    /// Helps, recommends, defends.
    Fan "fan" "粉丝" "Fan";
    /// Gives a space its base life.
    Seed "seed" "种子用户" "Seed user";
    /// Passes on values.
    Leader "leader" "意见领袖" "Opinion leader";
    /// Runs one space.
    Owner "owner" "群主" "Group owner";
    /// Helps the owner of one space.
    Admin "admin" "管理员" "Space administrator";
    /// Runs activities.
    Organiser "organiser" "组织者" "Organiser";
    /// Makes content.
    Creator "creator" "创作者" "Creator";
    /// Knows a field.
    Expert "expert" "专业人士" "Expert";
    /// Runs the communities of the site or of a branch.
    Operator "operator" "运营" "Community operator";
    /// Segments, journeys, budgets.
    Marketer "marketer" "营销人员" "Marketer";
    /// Answers customers.
    Service "service" "客服" "Customer service";
    /// Answers for the product.
    Product "product" "产品研发" "Product and R&D";
    /// Sells locally.
    Dealer "dealer" "经销商" "Dealer";
    /// Brings assets from another trade.
    Partner "partner" "合作伙伴" "Partner";
    /// Delivers goods.
    Supplier "supplier" "供应商" "Supplier";
    /// The brand itself: guides, supports, decides roles.
    Headquarters "headquarters" "总部" "Headquarters";
    /// Runs a branch.
    BranchHead "branch_head" "分支负责人" "Branch head";
    /// Runs a sub-branch or shop.
    SubBranchHead "sub_branch_head" "门店负责人" "Sub-branch head";
    /// Plans, tasks, logs.
    Employee "employee" "员工" "Employee";
    /// Indicators, targets, schemes.
    TaskAdmin "task_admin" "任务管理员" "Task administrator";
    /// Reviews content.
    Reviewer "reviewer" "内容审核责任人" "Content reviewer";
    /// Reads the audit.
    Auditor "auditor" "审计" "Auditor";
}
