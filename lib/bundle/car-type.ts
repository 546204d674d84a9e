/** The media type of a CAR: blocks in a row, each with its CID. */
export const CAR_TYPE = 'application/vnd.ipld.car';

/** The media type of one block. */
export const RAW_TYPE = 'application/vnd.ipld.raw';
