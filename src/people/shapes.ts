/** The shapes of the people's API: who works for a business, and who is signed in. Moments are milliseconds since the epoch. */
import { z } from 'zod'
import { ROLES } from '#tenants/permissions.ts'

/** At least; NIST SP 800-63B (August 2025) asks for 8 with a second factor and 15 without: length counts, rules do not. */
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 200

export const RoleShape = z.enum(ROLES)
const Name = z.string().trim().min(1).max(80)
const Email = z.email().max(254).toLowerCase()
const Password = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX)

export const MemberShape = z.object({
  /** The person's, the same in every business that they work for. */
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: RoleShape,
  hasTwoFactor: z.boolean(),
  /** A made-up colleague of the demo shop. */
  isDemo: z.boolean(),
  createdAt: z.number(),
})
export const MemberListShape = z.object({ items: z.array(MemberShape) })
export const MemberPatchShape = z.strictObject({ role: RoleShape })

export const InvitationShape = z.object({
  id: z.string(),
  email: z.string(),
  role: RoleShape,
  invitedBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.number(),
  expiresAt: z.number(),
})
export const InvitationListShape = z.object({ items: z.array(InvitationShape) })
export const InviteShape = z.strictObject({ email: Email, role: RoleShape })
export const NewInvitationShape = InvitationShape.extend({
  /** Whoever opens it becomes a member; shown this once. */
  url: z.string(),
  /** Whether a mail with it is on its way; otherwise it must be passed on by hand. */
  isMailed: z.boolean(),
})

/** What anybody sees who holds the link. */
export const InvitationPreviewShape = z.object({
  businessName: z.string(),
  email: z.string(),
  role: RoleShape,
  invitedByName: z.string(),
  /** They have signed up before: then they sign in to accept. */
  isKnown: z.boolean(),
})

const BusinessShape = z.object({ id: z.string(), name: z.string(), role: RoleShape })

/** GET /api/v1/auth/session: what the web app must know before it shows anything. */
export const SessionStateShape = z.object({
  person: z
    .object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      hasTwoFactor: z.boolean(),
      isDemo: z.boolean(),
    })
    .nullable(),
  /** The business that is open; null: nobody is signed in, or they have none. */
  tenantId: z.string().nullable(),
  businesses: z.array(BusinessShape),
  /** Nobody has signed up yet: whoever does first owns the installation's business. */
  isFirstRun: z.boolean(),
  /** `invited`: only with an invitation. */
  signUp: z.enum(['open', 'invited']),
  /** The first owner must bring the code that the program printed when it started. */
  needsSetupCode: z.boolean(),
  /** The demo shop's made-up colleagues, as whom one may look around on this machine. */
  demo: z.array(z.object({ id: z.string(), name: z.string(), role: RoleShape })),
  /** Where mails lie as files on the server, shown on the machine itself; null: they are sent. */
  mailFolder: z.string().nullable(),
})

export const SignUpShape = z.strictObject({
  name: Name,
  email: Email,
  password: Password,
  /** What the new business is called; not with an invitation. */
  businessName: Name.optional(),
  /** The last part of an invitation's link. */
  invitation: z.string().max(100).optional(),
  setupCode: z.string().max(100).optional(),
})
export const SignInShape = z.strictObject({
  email: Email,
  password: z.string().min(1).max(PASSWORD_MAX),
  /** false: the session ends with the browser. */
  isRemembered: z.boolean().default(true),
})
/** `two_factor`: the password was right; now the code. */
export const SignedInShape = z.object({ next: z.enum(['ready', 'two_factor']) })
export const TwoFactorCodeShape = z.strictObject({
  code: z.string().trim().min(6).max(32),
  isBackupCode: z.boolean().default(false),
  /** Do not ask in this browser for 30 days. */
  isTrusted: z.boolean().default(false),
})
export const DemoSignInShape = z.strictObject({ userId: z.uuid() })
export const ForgottenShape = z.strictObject({ email: Email })
export const ResetShape = z.strictObject({ token: z.string().min(1).max(200), password: Password })
export const AcceptShape = z.strictObject({ invitation: z.string().min(1).max(100) })

export const ProfilePatchShape = z.strictObject({ name: Name })
export const ChangePasswordShape = z.strictObject({
  current: z.string().min(1).max(PASSWORD_MAX),
  password: Password,
})
export const PasswordShape = z.strictObject({ password: z.string().min(1).max(PASSWORD_MAX) })
export const TwoFactorSetupShape = z.object({
  /** otpauth://…, for a QR code. */
  uri: z.string(),
  /** The same secret in letters, to type. */
  secret: z.string(),
  backupCodes: z.array(z.string()),
})
export const BackupCodesShape = z.object({ backupCodes: z.array(z.string()) })
export const ConfirmTwoFactorShape = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/u, 'is six digits'),
})

export const SessionRowShape = z.object({
  id: z.string(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.number(),
  seenAt: z.number(),
})
export const SessionListShape = z.object({
  items: z.array(SessionRowShape.extend({ isThis: z.boolean() })),
})
export const OpenBusinessShape = z.strictObject({ name: Name })
export const SwitchShape = z.strictObject({ tenantId: z.uuid() })

export type Member = z.infer<typeof MemberShape>
export type MemberList = z.infer<typeof MemberListShape>
export type Invitation = z.infer<typeof InvitationShape>
export type InvitationList = z.infer<typeof InvitationListShape>
export type NewInvitation = z.infer<typeof NewInvitationShape>
export type InvitationPreview = z.infer<typeof InvitationPreviewShape>
export type SessionState = z.infer<typeof SessionStateShape>
export type Business = z.infer<typeof BusinessShape>
export type SignedIn = z.infer<typeof SignedInShape>
export type TwoFactorSetup = z.infer<typeof TwoFactorSetupShape>
export type SessionRow = z.infer<typeof SessionRowShape>
export type SessionList = z.infer<typeof SessionListShape>
