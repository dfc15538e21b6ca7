//! A project's own rules over models and clients, in the same worlds as the others.

use super::Judged;
use super::decide::of_resource;
use super::run::Run;
use super::worlds::with_every_cluster;
use crate::files;
use crate::model::configuration::Configuration;
use crate::own::{self, About, OwnRule, Subject};
use crate::policy::Policy;
use crate::rules::Findings;
use crate::source::Place;

impl Run {
    /// Judges what a rule is about.
    pub(super) fn check_own(&mut self, rule: &OwnRule, judged: &Judged<'_>, policy: &Policy) {
        let fuel = self.fuel.clone();
        let judge = |subject: &Subject, home: Option<(&Place, &str)>, out: &mut Findings| {
            own::judge(rule, subject, home, &fuel, out);
        };
        let name = &*rule.name;
        match (rule.about, judged) {
            (About::Cluster, Judged::Root(model)) => {
                self.check_clusters(name, model, policy, |cluster, out| {
                    judge(&Subject::cluster(cluster, &rule.keys), None, out)
                });
            }
            (About::Topic, Judged::Root(model)) => {
                self.check_topics(name, model, policy, |subject, out| {
                    let home = (&subject.topic.block, &*subject.topic.instance.address);
                    judge(&Subject::topic(subject.topic, subject.cluster, &rule.keys), Some(home), out);
                });
            }
            (About::Configuration, Judged::Root(model)) => {
                let subject = |it: &Configuration| (it.instance.clone(), it.block.clone());
                self.check_each(name, &model.configurations, subject, policy, |configuration, out| {
                    judge(&Subject::configuration(configuration), None, out);
                });
            }
            (About::Client, Judged::Client(client)) => {
                let file = client.file.as_deref().map(|file| files::relative(file, &rule.folder));
                let drafts = with_every_cluster(client, |client, out| {
                    let subject = Subject::client(client, file.as_deref(), &rule.keys);
                    let text = format!("{} of {}", client.role.as_str(), client.library.name());
                    judge(&subject, Some((&client.place, &text)), out);
                });
                self.add(name, &of_resource(&client.instance, &Place::Nowhere), policy, drafts);
            }
            _ => {}
        }
    }
}
