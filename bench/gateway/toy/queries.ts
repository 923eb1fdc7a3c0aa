/** What the gateways are asked: the cases of the bench, by name. */
export const QUERIES = {
  small: '{ me { name } }',
  medium: '{ topProducts(first: 20) { upc name price inStock } }',
  big: `
    query Big {
      users {
        ...TheUser
        reviews { ...TheReview product { ...TheProduct reviews { ...TheReview author {
          ...TheUser
          reviews { ...TheReview product { ...TheProduct } }
        } } } }
      }
      topProducts {
        ...TheProduct
        reviews { ...TheReview author { ...TheUser reviews { ...TheReview product { ...TheProduct } } } }
      }
    }
    fragment TheUser on User { id username name }
    fragment TheReview on Review { id body }
    fragment TheProduct on Product { upc name price weight inStock shippingEstimate }`,
} as const;

export type Case = keyof typeof QUERIES;
export const CASES = Object.keys(QUERIES) as readonly Case[];
