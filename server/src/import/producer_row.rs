//! One row of a register of producers.

use otop_schema::{AreaCode, AreaLevel, Category, ProducerKind, Refusal};
use uuid::Uuid;

use super::file::Row;
use super::register::{Attribute, Contact, Producer, Product};

/// The columns every file of producers has; beside them `registration_number`, `contact_person`, `telephone`, `active_until`
/// and `products`.
pub(super) const COLUMNS: [&str; 4] = ["name", "kind", "subdistrict", "active_from"];

/// Characters of a text at most.
const LONGEST: usize = 200;

/// Reads a row; the producer gets its id here.
pub(super) fn read(row: &Row) -> Result<Producer, Refusal> {
    let id = Uuid::now_v7();
    let subdistrict: AreaCode = row.value("subdistrict")?;
    let district = subdistrict
        .parent()
        .filter(|_| subdistrict.level() == AreaLevel::Subdistrict)
        .ok_or_else(no_subdistrict)?;
    let active_from = row.value("active_from")?;
    let attribute = Attribute {
        producer_id: id,
        from_month: active_from,
        kind: kind(row)?,
        subdistrict: subdistrict.to_string(),
    };
    Ok(Producer {
        id,
        district: district.to_string(),
        registration_number: short(row, "registration_number")?.map(str::to_owned),
        name: short(row, "name")?.map(str::to_owned).ok_or_else(no_name)?,
        active_from,
        active_until: row.optional("active_until")?,
        contact: contact(row, id, &district)?,
        attributes: vec![attribute],
        products: products(row.text("products").unwrap_or_default(), id)?,
    })
    .and_then(in_order)
}

fn contact(row: &Row, producer_id: Uuid, district: &AreaCode) -> Result<Option<Contact>, Refusal> {
    let given = |column| Ok::<_, Refusal>(short(row, column)?.unwrap_or_default().to_owned());
    let contact = Contact {
        producer_id,
        district: district.to_string(),
        contact_person: given("contact_person")?,
        telephone: given("telephone")?,
    };
    Ok(contact.unless_empty())
}

fn in_order(producer: Producer) -> Result<Producer, Refusal> {
    match producer.active_until {
        Some(until) if until < producer.active_from => {
            Err(Refusal::invalid("active_until", "order", "สิ้นสุดก่อนเริ่ม / It ends before it begins"))
        }
        _ => Ok(producer),
    }
}

fn short<'a>(row: &'a Row, column: &str) -> Result<Option<&'a str>, Refusal> {
    let text = row.text(column);
    match text {
        Some(text) if text.chars().count() > LONGEST => Err(Refusal::invalid(
            column,
            "length",
            format!("ยาวเกิน {LONGEST} ตัวอักษร / At most {LONGEST} characters"),
        )),
        text => Ok(text),
    }
}

/// By its code or by the word of the screens.
fn kind(row: &Row) -> Result<ProducerKind, Refusal> {
    let text = row.required("kind")?;
    let known = ProducerKind::ALL.iter().find(|kind| kind.as_str() == text || kind.thai() == text);
    known
        .copied()
        .ok_or_else(|| Refusal::unreadable("producer kind", text).field("kind"))
}

/// `CATEGORY:name[:stars]`, separated by semicolons.
fn products(text: &str, producer_id: Uuid) -> Result<Vec<Product>, Refusal> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| product(part, producer_id).ok_or_else(|| Refusal::unreadable("product", part).field("products")))
        .collect()
}

fn product(text: &str, producer_id: Uuid) -> Option<Product> {
    let mut parts = text.split(':').map(str::trim);
    let category = parts.next()?;
    let category = Category::ALL
        .iter()
        .find(|known| known.as_str() == category || known.thai() == category)?;
    let name = parts.next().filter(|name| !name.is_empty() && name.chars().count() <= LONGEST)?;
    let star = match parts.next() {
        Some(star) => Some(star.parse().ok().filter(|star| (1..=5).contains(star))?),
        None => None,
    };
    let product = Product {
        id: Uuid::now_v7(),
        producer_id,
        name: name.to_owned(),
        category: *category,
        star,
        quadrant: None,
    };
    parts.next().is_none().then_some(product)
}

fn no_name() -> Refusal {
    Refusal::invalid("name", "required", "ต้องระบุ name / name is required")
}

fn no_subdistrict() -> Refusal {
    Refusal::invalid(
        "subdistrict",
        "level",
        "ต้องเป็นรหัสตำบล 6 หลัก / The six digits of a subdistrict are wanted",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file::Document;

    /// The field that is refused, or what was read.
    fn read_one(cells: &str) -> Result<String, String> {
        let content = format!("name,kind,subdistrict,active_from,active_until,products\n{cells}\n");
        let document = Document {
            name: "test.csv".to_owned(),
            bytes: content.into_bytes(),
        };
        let mut rows = document
            .rows(&COLUMNS)
            .unwrap()
            .read(|line, row| (line, row.and_then(|row| read(&row))));
        let (_, row) = rows.pop().unwrap();
        let told = row.map(|producer| {
            let product = |product: &Product| {
                format!(
                    " {} {} {}",
                    product.category.as_str(),
                    product.name,
                    product.star.unwrap_or_default()
                )
            };
            let products: String = producer.products.iter().map(product).collect();
            format!("{} {}{products}", producer.district, producer.attributes[0].kind.as_str())
        });
        told.map_err(|refusal| refusal.field.unwrap_or_default())
    }

    #[test]
    fn a_row_is_read_or_names_what_is_wrong() {
        let table = [
            ("กลุ่มทอผ้า,COMMUNITY_GROUP,270601,2022-10,,", Ok("2706 COMMUNITY_GROUP")),
            (
                "กลุ่มทอผ้า,กลุ่มผู้ผลิตชุมชน,270601,2022-10,,TEXTILE:ผ้าไหม:5; อาหาร:ข้าว",
                Ok("2706 COMMUNITY_GROUP TEXTILE ผ้าไหม 5 FOOD ข้าว 0"),
            ),
            (",SME,270601,2022-10,,", Err("name")),
            ("ก,FIRM,270601,2022-10,,", Err("kind")),
            ("ก,SME,2706,2022-10,,", Err("subdistrict")),
            ("ก,SME,270601,2565-10,,", Err("active_from")),
            ("ก,SME,270601,2022-10,2022-09,", Err("active_until")),
            ("ก,SME,270601,2022-10,,FOOD:ข้าว:6", Err("products")),
            ("ก,SME,270601,2022-10,,ข้าว", Err("products")),
        ];
        for (cells, expected) in table {
            assert_eq!(read_one(cells), expected.map(str::to_owned).map_err(str::to_owned), "{cells}");
        }
    }
}
