"""The window's own controls.

``label`` Label · ``buttons`` PrimaryButton QuietButton DarkButton PillToggle KeyButton · ``chips`` KeyCap Chip Avatar ·
``panel`` Panel · ``rail`` Rail RailEntry · ``search`` SearchField HitList HitModel HitLine · ``stamps`` StampCardView ·
``tier`` TierProgress · ``rows`` NoteRow RewardRow · ``purchases`` PurchaseTable PurchaseModel PurchaseLine ·
``toasts`` ToastStack · ``amount`` AmountField parse_amount · ``numberpad`` NumberPad · ``curtain`` Curtain Private ·
``flow`` FlowBox · ``scroll`` PageScroll · ``icons`` icon pixmap

All show plain text, follow the theme by themselves, can be reached by keyboard and carry an accessible name. Those made
with ``private=True`` show nothing while the curtain is drawn.
"""
