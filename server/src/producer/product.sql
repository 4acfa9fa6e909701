SELECT product.producer_id, product.id, product.name, product.category, product.star, product.quadrant
FROM product
WHERE product.producer_id = ANY ($1)
ORDER BY product.name, product.id
