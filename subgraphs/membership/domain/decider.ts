/** Who decided on a suspension: two people who hold an office, or the members. */
export type Decider = 'STEWARDS' | 'MEMBERS';
