//! What the files mean in MSK's terms: clusters, configurations, topics, each fact with its state and origin.

pub mod access_policy;
pub mod assignment;
pub mod availability;
pub mod build;
pub mod capacity;
pub mod change;
pub mod channel;
pub mod cluster;
pub mod cluster_policy;
pub mod configuration;
pub mod connect;
pub mod effective;
pub mod embedded;
pub mod fact;
pub mod monitoring;
pub mod named_facts;
pub mod network;
mod placement;
pub mod plain;
pub mod properties;
pub mod replication;
pub mod scram;
pub mod security;
pub mod share;
pub mod survival;
pub mod topic;
pub mod worlds;
