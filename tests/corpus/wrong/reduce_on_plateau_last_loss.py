def reduce_lr_on_plateau(val_losses, lr, factor=0.1, patience=10):
    prev = float("inf")
    bad_epochs = 0
    history = []
    for loss in val_losses:
        if loss < prev * (1 - 1e-4):
            bad_epochs = 0
        else:
            bad_epochs += 1
        prev = loss
        if bad_epochs > patience:
            lr = lr * factor
            bad_epochs = 0
        history.append(lr)
    return history
