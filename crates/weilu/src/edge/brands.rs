//! The brands of the house by host, kept in memory until one of them changes. A change touches the rights epoch,
//! on every node, so that a new domain counts from the next request.

use std::sync::{Arc, Mutex, PoisonError};
use weilu_kernel::{App, tenant::Tenant};
use weilu_vocabulary::{Fault, TenantId};

/// The memory of one node.
#[derive(Default)]
pub struct Brands(Mutex<Option<(u64, Arc<[Tenant]>)>>);

impl Brands {
    /// Every brand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all(&self, app: &App) -> Result<Arc<[Tenant]>, Fault> {
        let epoch = app.store.rights_epoch();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, brands)) = known.filter(|(at, _)| *at == epoch) {
            return Ok(brands);
        }
        let brands: Arc<[Tenant]> = app.tenant_rows().await?.into();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((epoch, brands.clone()));
        Ok(brands)
    }
}

/// Whose page a host name opens: the brand of that name, the one that answers to any, or the only one there is, so
/// that a mistyped domain locks nobody out.
pub(super) fn of_host(brands: &[Tenant], host: &str) -> TenantId {
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let named = brands.iter().find(|t| !t.host.is_empty() && t.host == host);
    let open = brands.iter().find(|t| t.host.is_empty());
    let only = brands.first().filter(|_| brands.len() == 1);
    named.or(open).or(only).map_or(TenantId::new(0), |t| t.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brand(id: i64, host: &str) -> Tenant {
        Tenant { id: TenantId::new(id), name: String::new(), host: host.to_owned() }
    }

    #[test]
    fn a_host_opens_its_own_brand_and_the_only_one_opens_always() {
        let both = [brand(1, "tea.example.com"), brand(2, "")];
        assert_eq!(of_host(&both, "TEA.example.com:8080"), TenantId::new(1));
        assert_eq!(of_host(&both, "127.0.0.1:8080"), TenantId::new(2));
        let strict = [brand(1, "tea.example.com"), brand(2, "rice.example.com")];
        assert_eq!(of_host(&strict, "127.0.0.1"), TenantId::new(0));
        assert_eq!(of_host(&strict[..1], "127.0.0.1"), TenantId::new(1));
    }
}
