import type { ProductCodes } from '#shared/contracts/api/models/stock.ts';

/** The product that is looked at. */
export type StockItem = {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly codes: ProductCodes;
};

/** Its stock at one location; all zero where there never was any. */
export type StockPlace = {
  readonly locationId: string;
  readonly locationName: string;
  readonly onHand: number;
  readonly allocated: number;
  readonly quarantined: number;
  readonly available: number;
};

/** What a dialog on the stock at one location is given. */
export type StockDialogProps = {
  readonly item: StockItem;
  readonly place: StockPlace;
  readonly onClose: () => void;
};
