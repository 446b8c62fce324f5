// What every page must say, written out here so that a change of the program's own table shows.

/** name of the verdict: [tone, headline in Vietnamese, in English] */
export const VERDICTS = {
  not_a_stamp: ['grey', 'Không phải tem truy xuất', 'Not a traceability stamp'],
  unknown_issuer: ['grey', 'Tem của hệ thống khác', 'A stamp of another registry'],
  forged: ['red', 'Tem giả', 'Forged stamp'],
  revoked_key: ['red', 'Tem không còn đáng tin', 'Stamp no longer trusted'],
  unissued: ['red', 'Tem chưa từng được phát hành', 'Stamp never issued'],
  void: ['red', 'Tem đã bị hủy', 'Voided stamp'],
  recalled: ['red', 'Lô hàng đang bị thu hồi', 'Lot recalled'],
  expired: ['amber', 'Sản phẩm đã quá hạn sử dụng', 'Past its expiry date'],
  inactive: ['amber', 'Tem chưa được kích hoạt', 'Stamp not yet activated'],
  genuine: ['green', 'Tem thật', 'Genuine stamp'],
};

/** Verdicts drawn before the seal is known to be good. */
export const UNSEALED = ['not_a_stamp', 'unknown_issuer', 'forged'];

/** Where the seal is good but the package cannot be vouched for. */
export const DISTRUSTED = ['revoked_key', 'unissued', 'void'];

/** Stamps beside the ten: [name, its verdict]. */
export const OTHERS = {
  unknown_key: 'forged',
  expiring: 'genuine',
  certificate_expired: 'genuine',
  certificate_revoked: 'genuine',
  certificate_none: 'genuine',
  hostile: 'void',
  many: 'void',
};

/** OCOP as of the scan: [stamp, state, heading, stars shown]. */
export const OCOP = [
  ['genuine', 'in_force', 'OCOP 4 sao – còn hiệu lực', '★★★★'],
  ['expiring', 'expiring', 'OCOP 5 sao – sắp hết hạn', '★★★★★'],
  ['certificate_expired', 'expired', 'OCOP 3 sao – hết hiệu lực', null],
  ['certificate_revoked', 'revoked', 'OCOP 4 sao – đã thu hồi', null],
];
