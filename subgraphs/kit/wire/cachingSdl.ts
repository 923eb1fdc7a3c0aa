/** Put before a schema that says what may be kept, so that the gateway hears of it. */
export const CACHING_SDL = `
extend schema
  @link(url: "https://cooperative.example/cacheControl/v0.1", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")

"For whom a value is the same."
enum cacheControl__Scope {
  "For everybody."
  PUBLIC
  "For one viewer."
  PRIVATE
}

"For how many seconds a value may be shown after it was read: on a field, or on a type for all fields that give it."
directive @cacheControl(
  maxAge: Int
  scope: cacheControl__Scope
  inheritMaxAge: Boolean
) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
`;
