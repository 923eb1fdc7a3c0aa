/** GraphQL over HTTP and over WebSockets. */
export const GRAPHQL_PATH = '/graphql';
/** GraphQL over server-sent events. */
export const STREAM_PATH = '/graphql/stream';
