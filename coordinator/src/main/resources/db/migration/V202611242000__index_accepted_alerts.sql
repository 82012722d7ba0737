-- That a restore may end although its alert fires is a person's decision, too.
drop index restore_event_decision;
create index restore_event_decision on restore_event (recorded_at desc, seq desc, restore_id)
  where type in ('RestoreStarted', 'FindingWaived', 'ApprovalGiven', 'HoldOrdered', 'HoldLifted',
    'BreakpointPassed', 'EndOrdered', 'StagesReset', 'StageSkipped', 'RestoreSucceeded', 'RestoreFailed',
    'RestoreCancelled', 'FiringAccepted');
