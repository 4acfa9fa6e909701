//! Registers the contract, so that every document of this crate is checked against it while compiling.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sdl = "../schema/schema.graphql";
    println!("cargo::rerun-if-changed={sdl}");
    cynic_codegen::register_schema("otop").from_sdl_file(sdl)?.as_default()?;
    Ok(())
}
