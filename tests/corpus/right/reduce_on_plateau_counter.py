def reduce_lr_on_plateau(val_losses, lr, factor=0.1, patience=10, threshold=1e-4):
    best = float("inf")
    bad_epochs = 0
    history = []
    for loss in val_losses:
        if loss < best * (1 - threshold):
            best = loss
            bad_epochs = 0
        else:
            bad_epochs += 1
        if bad_epochs > patience:
            lr = lr * factor
            bad_epochs = 0
        history.append(lr)
    return history
