package dev.rekindle.coordinator.restore;

/**
 * Who must agree before anything is changed.
 *
 * @param persons how many different ones: 0, 1 or 2
 * @param requesterMayApprove whether the one who started the restore counts
 */
public record ApprovalPolicy(int persons, boolean requesterMayApprove) {

  /** Nobody is asked. */
  public static final ApprovalPolicy NONE = new ApprovalPolicy(0, true);

  public static final ApprovalPolicy ONE_PERSON = new ApprovalPolicy(1, true);

  public static final ApprovalPolicy TWO_PERSONS = new ApprovalPolicy(2, true);

  public ApprovalPolicy {
    if (persons < 0 || persons > 2) {
      throw new IllegalArgumentException("Approval takes 0, 1 or 2 persons, not " + persons);
    }
  }
}
