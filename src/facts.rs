//! stub
pub mod schema { pub fn is_block(_:&str,_:&str)->bool{false} pub fn default(_:&str,_:&str)->Option<&'static str>{None} }
